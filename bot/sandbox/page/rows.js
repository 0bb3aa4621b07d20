// From messages to what stands in the list: day separators, service lines, runs of one sender, albums.
import { dayKey } from "./format.js";

const RUN_SECONDS = 300;

/**
 * @returns {{key: string, kind: string, stamp: string, messages: object[], first?: boolean, last?: boolean}[]}
 * `stamp` changes exactly when the row has to be drawn anew.
 */
export function rows(messages, { speaker, now, find }) {
  const groups = albums(messages);
  const newestOther = messages.findLast((message) => message.from !== speaker && !message.service)?.id ?? 0;
  const result = [];
  groups.forEach((group, index) => {
    const [head] = group;
    const day = dayKey(head.date);
    if (!index || dayKey(groups[index - 1][0].date) !== day) {
      result.push({ key: `day-${day}`, kind: "day", stamp: `${dayKey(now)}`, messages: group });
    }
    result.push(row(group, groups[index - 1]?.[0], groups[index + 1]?.[0], { speaker, newestOther, find }));
  });
  return result;
}

function row(group, before, after, { speaker, newestOther, find }) {
  const [head] = group;
  const first = !sameRun(before, head);
  const last = !sameRun(head, after);
  const seen = newestOther > head.id;
  const quoted = head.reply_to ? find(head.reply_to)?.revision ?? "gone" : "";
  const stamp = [...group.map((message) => message.revision), first, last, seen, quoted, speaker].join();
  return { key: `m-${head.id}`, kind: head.service ? "service" : "bubble", stamp, messages: group, first, last, seen };
}

function sameRun(one, other) {
  if (!one || !other || one.service || other.service || one.from !== other.from) return false;
  return other.date - one.date < RUN_SECONDS && dayKey(one.date) === dayKey(other.date);
}

/** Parts of an album stand together, even where a quick answer came between them. */
function albums(messages) {
  const groups = [];
  const open = new Map();
  for (const message of messages) {
    const name = message.album && `${message.from} ${message.album}`;
    if (open.has(name)) {
      open.get(name).push(message);
      continue;
    }
    groups.push([message]);
    if (name) open.set(name, groups.at(-1));
  }
  return groups;
}
