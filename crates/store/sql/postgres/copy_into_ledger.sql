COPY ledger (part, hour, class, reason, records) FROM STDIN
