"""The pipeline people write in Python, as a peer: an automaton of all words and phrases, then sets.

Rules and texts in, on each line "pass" the time of one pass over the texts out. Given texts as posted, too, it folds
them in the usual way and pays for it; it goes on with the folded texts that all peers have, so that all agree.
"""

import re
import sys
import time
import unicodedata

import ahocorasick


def read(path):
    """Rules: what is wanted, what is unwanted, and two words near each other."""
    rules = []
    for line in lines(path):
        wanted, unwanted, near = [], set(), None
        for group in line.split("\t"):
            if group[0] == "~":
                between, words = group[1:].split(" ", 1)
                near = (*words.split("|"), int(between))
                wanted += [{near[0]}, {near[1]}]
            elif group[0] == "+":
                wanted.append(set(group[1:].split("|")))
            else:
                unwanted |= set(group[1:].split("|"))
        rules.append((wanted, unwanted, near))
    return rules


class Pipeline:
    def __init__(self, rules, texts):
        self.rules = rules
        # A rule is looked at only if one of the words of its rarest group is there.
        frequency = {}
        for text in texts:
            for word in set(text.split()):
                frequency[word] = frequency.get(word, 0) + 1
        self.automaton = ahocorasick.Automaton()
        self.waiting = {}
        for number, (wanted, unwanted, _) in enumerate(rules):
            rarest = min(wanted, key=lambda group: sum(self.cost(frequency, term) for term in group))
            for term in rarest:
                self.waiting.setdefault(term, []).append(number)
            for group in [*wanted, unwanted]:
                for term in group:
                    self.automaton.add_word(f" {term} ", term)
        self.automaton.make_automaton()

    @staticmethod
    def cost(frequency, term):
        return min(frequency.get(word, 0) for word in term.split(" "))

    def matches(self, text):
        found = {term for _, term in self.automaton.iter(f" {text} ")}
        candidates = {rule for term in found for rule in self.waiting.get(term, ())}
        return [rule for rule in candidates if self.holds(rule, found, text)]

    def holds(self, number, found, text):
        wanted, unwanted, near = self.rules[number]
        if found & unwanted or not all(found & group for group in wanted):
            return False
        if near is None:
            return True
        words = text.split(" ")
        places = [[at for at, word in enumerate(words) if word == one] for one in near[:2]]
        return any(abs(a - b) - 1 <= near[2] for a in places[0] for b in places[1] if a != b)


WORD = re.compile(r"\w+")


def fold(text):
    """A text in lower case without accents, its words parted by blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def lines(path):
    return open(path, encoding="utf-8").read().split("\n")[:-1]


def main():
    begun = time.process_time()
    posted, (rules, texts, limit) = sys.argv[1:-3], sys.argv[-3:]
    texts = lines(texts)
    pipeline = Pipeline(read(rules), texts)
    texts = texts[: int(limit)]
    posted = lines(posted[0])[: len(texts)] if posted else []
    print("ready", int((time.process_time() - begun) * 1000), flush=True)
    for line in sys.stdin:
        if line.strip() == "all":
            for text, words in enumerate(texts):
                for rule in pipeline.matches(words):
                    print(text, rule)
            print(".", flush=True)
            continue
        before = time.thread_time_ns()
        folded = sum(len(fold(text)) for text in posted)
        matches = sum(len(pipeline.matches(text)) for text in texts)
        print(time.thread_time_ns() - before, matches, flush=True)
        assert (folded > 0) == bool(posted)


main()
