/* Records a person's voice into the file field beside it. Nothing is sent until they send the form; nothing plays by itself. */
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const ENDS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
const LONGEST = 15 * 60;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

const prepare = (piece, input) => {
  const part = (name) => piece.querySelector(`[data-record="${name}"]`);
  const [start, stop, again] = ["start", "stop", "again"].map(part);
  const time = piece.querySelector(".recorder-time");
  const player = piece.querySelector("audio");
  const says = piece.querySelector("[role=status]");
  const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  let recorder, ticking, address;

  const show = (state) => {
    piece.dataset.state = state;
    start.hidden = state !== "ready";
    stop.hidden = state !== "recording";
    again.hidden = state !== "done";
    player.hidden = state !== "done";
    time.hidden = state === "ready";
  };

  const put = (blob) => {
    const kind = blob.type.split(";")[0];
    const file = new File([blob], `${piece.dataset.name || "recording"}.${ENDS[kind] || "webm"}`, { type: kind });
    const files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(blob);
    player.src = address;
    says.textContent = piece.dataset.ready || "";
    show("done");
    again.focus();
  };

  const begin = async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      says.textContent = piece.dataset.noMicrophone || "";
      return;
    }
    const bits = [];
    recorder = new MediaRecorder(stream, type ? { mimeType: type } : undefined);
    recorder.addEventListener("dataavailable", (event) => bits.push(event.data));
    recorder.addEventListener("stop", () => {
      window.clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      put(new Blob(bits, { type: recorder.mimeType || type }));
    });
    let seconds = 0;
    time.textContent = clock(0);
    ticking = window.setInterval(() => {
      seconds += 1;
      time.textContent = clock(seconds);
      if (seconds >= LONGEST) recorder.stop();
    }, 1000);
    recorder.start();
    says.textContent = piece.dataset.recording || "";
    show("recording");
    stop.focus();
  };

  start.addEventListener("click", begin);
  again.addEventListener("click", begin);
  stop.addEventListener("click", () => recorder?.state === "recording" && recorder.stop());
  show("ready");
  piece.hidden = false;
};

if (window.MediaRecorder && navigator.mediaDevices?.getUserMedia && window.DataTransfer) {
  for (const piece of document.querySelectorAll(".recorder[data-records]")) {
    const input = document.getElementById(piece.dataset.records);
    if (input) prepare(piece, input);
  }
}
