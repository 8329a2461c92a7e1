DELETE FROM texts WHERE published_at < $1
