// Records a voice or a signed message in the browser and puts it into the file field beside it.
// <div class="recorder" data-record="audio" data-into="id_recording" hidden> with buttons [data-start] [data-stop], [data-time], [data-play]
export function record() {
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder || !window.DataTransfer) return;
  for (const box of document.querySelectorAll("[data-record]")) {
    const field = document.getElementById(box.dataset.into);
    if (!field) continue;
    box.hidden = false;
    const [start, stop, time, play, error] = ["start", "stop", "time", "play", "error"].map((n) => box.querySelector(`[data-${n}]`));
    let recorder, clock;
    start.addEventListener("click", async () => {
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia(box.dataset.record === "video" ? { audio: true, video: true } : { audio: true });
      } catch {
        if (error) error.hidden = false;
        return;
      }
      const parts = [];
      recorder = new MediaRecorder(stream);
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", () => {
        clearInterval(clock);
        for (const track of stream.getTracks()) track.stop();
        const kind = recorder.mimeType.split(";")[0];
        const file = new File(parts, `recording.${kind.split("/")[1]}`, { type: kind });
        const carry = new DataTransfer();
        carry.items.add(file);
        field.files = carry.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
        play.src = URL.createObjectURL(file);
        play.hidden = false;
        start.hidden = false;
        stop.hidden = true;
        start.focus();
      });
      recorder.start(1000);
      const began = Date.now();
      clock = setInterval(() => {
        const seconds = Math.floor((Date.now() - began) / 1000);
        time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      }, 500);
      start.hidden = true;
      stop.hidden = false;
      stop.focus();
    });
    stop.addEventListener("click", () => recorder?.stop());
  }
}
