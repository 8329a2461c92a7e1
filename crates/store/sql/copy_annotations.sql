SELECT day, text FROM annotations ORDER BY day, text
