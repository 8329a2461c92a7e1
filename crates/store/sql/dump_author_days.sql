SELECT day, author, tag, standing, mentions FROM v_author_day ORDER BY day, author, tag, standing
