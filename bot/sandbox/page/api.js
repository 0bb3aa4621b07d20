// The only place that speaks to the server.

/** Thrown for any answer that is not 2xx; `message` is fit to be shown. */
export class ApiError extends Error {}

async function call(method, path, options = {}) {
  const answer = await fetch(path, { method, ...options }).catch(() => {
    throw new ApiError("Pesan tidak terkirim: sambungan terputus");
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new ApiError(`Tidak diterima: ${body.error ?? answer.status}`);
  return body;
}

const post = (path, data = {}) =>
  call("POST", path, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) });

export const readState = () => call("GET", "/sandbox/state");
export const edit = (data) => post("/sandbox/edit", data);
export const press = (data) => post("/sandbox/press", data);
export const react = (data) => post("/sandbox/react", data);
export const block = (data) => post("/sandbox/block", data);
export const lookAt = (chat) => post("/sandbox/whatsapp/read", { chat });
export const revoke = (data) => post("/sandbox/whatsapp/revoke", data);
export const blockBusiness = (data) => post("/sandbox/whatsapp/block", data);
export const presence = (data) => post("/sandbox/whatsapp/presence", data);
export const whatsappFault = (data) => post("/sandbox/whatsapp/faults", data);
export const healWhatsApp = () => call("DELETE", "/sandbox/whatsapp/faults");
export const control = (id) => post(`/sandbox/controls/${encodeURIComponent(id)}`);
export const fault = (data) => post("/sandbox/faults", data);
export const healFaults = () => call("DELETE", "/sandbox/faults");
export const migrate = (id) => post(`/sandbox/groups/${encodeURIComponent(id)}/migrate`);

/** Text goes as JSON; a real file makes it a multipart form. */
export function send(data, file = null) {
  const fields = Object.entries(data).filter(([, value]) => value != null && value !== "");
  if (!file) return post("/sandbox/send", Object.fromEntries(fields));
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  form.append("file", file, file.name);
  return call("POST", "/sandbox/send", { body: form });
}

/**
 * Listen for ever. Every (re)connection reads the whole state first, because events that
 * passed while we were away are gone; events that arrive during the read wait for it.
 */
export function listen({ onState, onEvent, onCut }) {
  let waiting = null;
  let left = false;
  const source = new EventSource("/sandbox/events");
  source.onopen = async () => {
    waiting = [];
    try {
      onState(await readState());
      waiting.splice(0).forEach(onEvent);
      waiting = null;
    } catch {
      again();
    }
  };
  source.onmessage = (packet) => {
    const event = JSON.parse(packet.data);
    if (waiting) waiting.push(event);
    else onEvent(event);
  };
  source.onerror = again;

  function again() {
    if (left) return;
    left = true;
    source.close();
    onCut();
    setTimeout(() => listen({ onState, onEvent, onCut }), 1000);
  }
}
