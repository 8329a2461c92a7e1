SELECT MIN(bucket), MAX(bucket) FROM counts
