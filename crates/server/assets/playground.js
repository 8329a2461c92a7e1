// Tries the rules again as one types, underlines what is wrong, and puts mends in. Without it the form works by its buttons.
"use strict";
(() => {
  const form = document.getElementById("playground");
  if (!form) return;
  const text = form.elements.namedItem("text");
  const under = form.querySelector(".under");
  const wait = 350;
  let marks = [];
  let before = text.value;
  // What the file holds, or nothing that was ever typed.
  let opened = text.dataset.unsaved ? null : text.defaultValue;
  let timer = 0;
  let running = null;
  document.documentElement.classList.add("live");

  // Underlines lie in a copy of the text below the field; its letters are not seen.
  const draw = () => {
    const value = text.value;
    const pieces = document.createDocumentFragment();
    let at = 0;
    for (const mark of marks) {
      const start = Math.max(at, mark.start);
      // A place without letters, such as the end of a line, still gets one.
      const end = Math.min(value.length, Math.max(mark.start + mark.length, start + 1));
      if (start >= end) continue;
      pieces.append(value.slice(at, start));
      const piece = document.createElement("mark");
      piece.className = mark.severity;
      piece.textContent = value.slice(start, end);
      pieces.append(piece);
      at = end;
    }
    pieces.append(value.slice(at) + "\n\n");
    under.replaceChildren(pieces);
    scroll();
  };
  const scroll = () => {
    under.scrollTop = text.scrollTop;
    under.scrollLeft = text.scrollLeft;
  };

  // Until the answer is here, underlines move with the text, and those that were typed into go.
  const shift = () => {
    const now = text.value;
    let same = 0;
    const most = Math.min(before.length, now.length);
    while (same < most && before[same] === now[same]) same++;
    let tail = 0;
    while (tail < most - same && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
    const end = before.length - tail;
    const by = now.length - before.length;
    marks = marks.flatMap((mark) => {
      if (mark.start + mark.length <= same) return [mark];
      return mark.start >= end ? [{ ...mark, start: mark.start + by }] : [];
    });
    before = now;
  };

  const place = (item) => ({
    start: Number(item.dataset.start),
    length: Number(item.dataset.length),
    severity: item.dataset.severity,
  });
  const read = () => {
    const found = [...form.querySelectorAll("#findings li[data-start]")].map(place);
    marks = found.sort((a, b) => a.start - b.start || b.length - a.length);
    for (const item of form.querySelectorAll("#findings li[data-start]")) {
      const where = item.querySelector(".place");
      const go = document.createElement("button");
      go.type = "button";
      go.className = "go";
      go.textContent = where.textContent;
      go.addEventListener("click", () => select(place(item)));
      where.replaceChildren(go);
    }
    for (const mend of form.querySelectorAll("#findings .mend")) {
      mend.addEventListener("click", () => put(place(mend), mend.dataset.text));
    }
    draw();
  };
  const select = ({ start, length }) => {
    text.focus();
    text.setSelectionRange(start, start + length);
    const line = text.value.slice(0, start).split("\n").length - 1;
    const height = parseFloat(getComputedStyle(text).lineHeight);
    text.scrollTop = Math.max(0, line * height - text.clientHeight / 2);
    const column = start - (text.value.lastIndexOf("\n", start - 1) + 1);
    if (column < 60) text.scrollLeft = 0;
    scroll();
  };
  const put = ({ start, length }, by) => {
    text.focus();
    text.setSelectionRange(start, start + length);
    // This way the change can be undone with the keys for it; where a browser does not know it, it is put in all the same.
    const command = by === "" ? "delete" : "insertText";
    if (!document.execCommand(command, false, by)) text.setRangeText(by, start, start + length, "end");
    typed();
  };

  const keep = (root) => {
    const active = document.activeElement;
    if (!root.contains(active)) return () => {};
    const { name, value, tagName } = active;
    return () => {
      const again = [...root.querySelectorAll(tagName)].find(
        (other) => other.name === name && (tagName !== "BUTTON" || other.value === value),
      );
      if (again) again.focus({ preventScroll: true });
    };
  };
  const exchange = (answer) => {
    const page = new DOMParser().parseFromString(answer, "text/html");
    for (const id of ["findings", "tried"]) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (!old || !fresh) continue;
      // What was found before is better than nothing while a rule is half typed.
      if (fresh.querySelector("[data-unusable]") && old.querySelector(".posts")) {
        old.classList.add("stale");
        continue;
      }
      const open = [...old.querySelectorAll("details")].map((more) => more.open);
      const focus = keep(old);
      old.replaceWith(document.importNode(fresh, true));
      const put = document.getElementById(id);
      if (id === "tried") [...put.querySelectorAll(":scope > details")].forEach((more, at) => { more.open = open[at] ?? false; });
      focus();
    }
    read();
  };

  const send = async (submitter) => {
    clearTimeout(timer);
    if (running) running.abort();
    running = new AbortController();
    const mine = running;
    const data = new FormData(form, submitter);
    data.set("part", "1");
    if (!submitter || submitter.name !== "do") data.delete("do");
    const withFile = form.elements.namedItem("upload").files.length > 0;
    if (!withFile) data.delete("upload");
    form.classList.add("busy");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, signal: mine.signal, headers: { Accept: "text/html" } });
      const body = await answer.text();
      if (!answer.ok) throw new Error(words(body) || answer.statusText);
      exchange(body);
    } catch (error) {
      if (error.name !== "AbortError") say(`${error.message} The rules are tried again when you type.`);
    } finally {
      if (running === mine) {
        running = null;
        form.classList.remove("busy");
      }
    }
  };
  const words = (body) => {
    const page = new DOMParser().parseFromString(body, "text/html");
    return page.querySelector("h1")?.textContent ?? "";
  };
  const say = (what) => {
    const status = form.querySelector("#findings [role=status]");
    const told = document.createElement("p");
    told.className = "wrong";
    told.textContent = what;
    status.querySelector(".wrong, .done")?.remove();
    status.prepend(told);
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => send(null), wait);
  };
  const typed = () => {
    shift();
    draw();
    later();
  };

  text.addEventListener("input", typed);
  text.addEventListener("scroll", scroll, { passive: true });
  new ResizeObserver(scroll).observe(text);
  form.elements.namedItem("posts").addEventListener("input", () => {
    document.getElementById("from-text").checked = true;
    later();
  });
  form.addEventListener("change", (event) => {
    const { name } = event.target;
    if (name === "file") {
      const moved = text.value === opened || confirm("The changes to this file are not saved. Open the other one?");
      if (moved) {
        opened = text.value;
        location.assign(`${form.action}?file=${encodeURIComponent(event.target.value)}`);
      } else {
        event.target.value = [...event.target.options].find((option) => option.defaultSelected)?.value ?? event.target.value;
      }
    } else if (["from", "tag", "rule"].includes(name)) {
      send(null);
    }
  });
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    const whole = submitter?.name === "do" && submitter.value !== "try";
    // A file is read by the server, which puts its posts into the page.
    const withFile = form.elements.namedItem("upload").files.length > 0;
    if (whole || withFile) {
      opened = text.value;
      return;
    }
    event.preventDefault();
    send(submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (text.value !== opened) event.preventDefault();
  });
  read();
})();
