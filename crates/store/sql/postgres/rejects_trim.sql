-- Two workers that trim at once do not wait for each other.
DELETE FROM rejects WHERE number IN (
    SELECT number FROM rejects
    WHERE number <= (SELECT max(number) FROM rejects) - $1
    FOR UPDATE SKIP LOCKED
)
