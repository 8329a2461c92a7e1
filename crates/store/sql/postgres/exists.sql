SELECT to_regclass('tagline.about') IS NOT NULL, to_regnamespace('tagline') IS NOT NULL
