// Puts what comes in on top of the list. The items are made and escaped by the server, as those of the page are.
"use strict";
const list = document.getElementById("live");
const today = document.getElementById("today");
if (list && today && window.EventSource) {
  const source = new EventSource(new URL("../live/events", document.currentScript.src));
  source.addEventListener("today", (event) => { today.textContent = event.data; });
  source.addEventListener("mentions", (event) => {
    list.insertAdjacentHTML("afterbegin", event.data);
    while (list.children.length > 100) list.lastElementChild.remove();
  });
}
