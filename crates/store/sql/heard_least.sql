SELECT min(until) FROM heard WHERE at >= $1
