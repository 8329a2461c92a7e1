-- One file without a journal beside it, as the store is at this moment.
VACUUM INTO ?1;
