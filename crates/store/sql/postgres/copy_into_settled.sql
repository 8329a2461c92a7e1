COPY settled (platform, id, how, at, who) FROM STDIN
