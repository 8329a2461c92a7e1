SET LOCAL transaction_read_only = on
