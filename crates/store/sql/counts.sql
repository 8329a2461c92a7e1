SELECT bucket, dimensions, tags FROM counts WHERE bucket >= ?1 AND bucket < ?2
