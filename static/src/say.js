// Keeps a draft on the server while somebody types, records their voice, and looks at a file's size before it is sent.
// Without this file the page does the same by its buttons and its file box.

const EVERY = 4000; // ms between two savings
const MOST = 25 * 1024 * 1024; // as in projects/files/kinds.py
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

const form = document.querySelector("form[data-say]");
const part = (name) => form.querySelector(`[data-${name}]`);
const file = form.elements.file;
let waiting;
let sending = false;
let leftOut = false; // a file that was too large, and that nobody has been told twice about
let recorder;

async function save({ withFile = false, leaving = false } = {}) {
  clearTimeout(waiting);
  waiting = undefined;
  const fields = new FormData(form);
  if (!withFile) fields.delete("file");
  fields.delete("drop_file");
  try {
    const answer = await fetch(form.dataset.say, {
      method: "POST",
      body: fields,
      headers: { Accept: "application/json" },
      keepalive: leaving,
    });
    if (!answer.ok || answer.redirected) return null;
    const said = await answer.json();
    part("saved").textContent = said.saved;
    return said;
  } catch {
    return null; // the next one tries again; what is on the page is still there
  }
}

function later() {
  if (!sending) waiting ??= setTimeout(save, EVERY);
}

function tooLarge() {
  const found = file.files[0];
  const large = Boolean(found) && found.size > MOST;
  part("wrong").textContent = large ? part("wrong").dataset.tooLarge : "";
  if (large) file.value = "";
  leftOut = large;
  return large;
}

function startRecorder(box) {
  const { record, stop, said, listen } = Object.fromEntries(
    ["record", "stop", "said", "listen"].map((name) => [name, part(name)]),
  );
  const most = Number(box.dataset.most);
  let tick;

  function show(on) {
    record.hidden = on;
    stop.hidden = !on;
    (on ? stop : record).focus();
  }

  async function begin() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32000 });
    } catch {
      stream?.getTracks().forEach((track) => track.stop());
      said.textContent = box.dataset.failed;
      return;
    }
    const pieces = [];
    let seconds = 0;
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      finish(new Blob(pieces, { type: recorder.mimeType }), seconds >= most);
    });
    recorder.start(1000);
    show(true);
    said.textContent = `${box.dataset.recording} 0:00`;
    tick = setInterval(() => {
      seconds += 1;
      // Spoken once a minute only; the eye sees each second.
      said.setAttribute("aria-live", seconds % 60 ? "off" : "polite");
      said.textContent = `${box.dataset.recording} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= most) recorder.stop();
    }, 1000);
  }

  async function finish(blob, full) {
    clearInterval(tick);
    show(false);
    said.setAttribute("aria-live", "polite");
    const ending = blob.type.includes("mp4") ? "m4a" : blob.type.includes("ogg") ? "ogg" : "webm";
    const held = new DataTransfer();
    held.items.add(new File([blob], `voice note.${ending}`, { type: blob.type }));
    file.files = held.files;
    listen.src = URL.createObjectURL(blob);
    listen.hidden = false;
    if (tooLarge()) return;
    said.textContent = full ? box.dataset.mostReached : box.dataset.done;
    const kept = await save({ withFile: true });
    if (kept?.file && !kept.wrong) file.value = ""; // the server has it: it isn't sent twice
    else if (kept?.wrong) part("wrong").textContent = kept.wrong;
  }

  record.addEventListener("click", begin);
  stop.addEventListener("click", () => recorder.stop());
  box.hidden = false;
}

form.addEventListener("input", (event) => event.target === file || later());
file.addEventListener("change", tooLarge);
// Nothing goes out without what belongs to it: first the recording ends, or they hear that the file stays behind.
function holdsBack() {
  if (recorder?.state === "recording") {
    recorder.stop();
    return true;
  }
  if (!leftOut) return false;
  leftOut = false;
  part("wrong").textContent = part("wrong").dataset.without;
  part("wrong").closest("details").open = true;
  part("wrong").focus();
  return true;
}

form.addEventListener("submit", (event) => {
  if (holdsBack()) {
    event.preventDefault();
    return;
  }
  sending = true;
  clearTimeout(waiting);
});
addEventListener("pagehide", () => {
  if (waiting && !sending) save({ leaving: true });
});
if (window.MediaRecorder && navigator.mediaDevices) startRecorder(part("recorder"));
