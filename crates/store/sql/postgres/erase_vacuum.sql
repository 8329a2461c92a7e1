VACUUM tagline.mentions, tagline.texts, tagline.hand_tags, tagline.people, tagline.author_days, tagline.counts, tagline.rejects
