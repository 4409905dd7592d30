// Sends pictures as soon as they are chosen, dropped or pasted, each with its own preview and progress.
// One picture leads to its answer; several stay here and turn into links as their answers come in.
(() => {
  const form = document.querySelector("[data-recognise]");
  if (!form) return;

  const zone = form.querySelector("[data-zone]");
  const takes = form.querySelector("[data-takes]");
  const done = form.querySelector("[data-done]");
  const status = form.querySelector("[data-status]");
  const template = form.querySelector("template[data-take]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const maxBytes = Number(form.dataset.maxBytes);
  const maxFiles = Number(form.dataset.maxFiles);

  let sending = false;

  const addTake = (file) => {
    const take = template.content.firstElementChild.cloneNode(true);
    take.querySelector(".take__name").textContent = file.name;
    takes.append(take);
    if (file.type.startsWith("image/")) {
      const image = take.querySelector(".take__image");
      image.src = URL.createObjectURL(file);
      image.hidden = false;
      image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
      image.addEventListener("error", () => (image.hidden = true), { once: true });
    }
    return take;
  };

  const say = (take, sentence) => {
    take.querySelector(".take__word").textContent = sentence;
  };

  const refuse = (take, sentence) => {
    take.classList.add("take--refused");
    take.querySelector(".take__progress").hidden = true;
    say(take, sentence);
  };

  const accept = (take, upload) => {
    take.querySelector(".take__progress").hidden = true;
    const link = document.createElement("a");
    link.href = upload.url;
    link.textContent = upload.summary;
    take.querySelector(".take__word").replaceChildren(link);
  };

  // The server answers {uploads: [{url, summary}], refused: [{name, error}]}; anything else never reached the view.
  const replyOf = (request) => {
    const reply = request.response;
    if (reply && reply.uploads && reply.uploads.length) return { upload: reply.uploads[0] };
    if (reply && reply.refused && reply.refused.length) return { error: reply.refused[0].error };
    if (request.status === 403) return { error: "This page was open for too long. Load it again." };
    return { error: "The picture could not be sent. Try again." };
  };

  const send = (file, take) =>
    new Promise((resolve) => {
      const progress = take.querySelector(".take__progress");
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("picture", file, file.name || "picture");
      request.open("POST", form.action);
      request.responseType = "json";
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress.value = event.loaded / event.total;
      });
      request.upload.addEventListener("load", () => {
        progress.removeAttribute("value");
        say(take, "Looking at it …");
      });
      request.addEventListener("loadend", () => resolve(replyOf(request)));
      say(take, "Sending …");
      request.send(body);
    });

  const handle = async (file, take) => {
    if (file.size > maxBytes) {
      refuse(take, `Too large: ${Math.floor(maxBytes / 1048576)} MiB is the most.`);
      return null;
    }
    const { upload, error } = await send(file, take);
    if (error) refuse(take, error);
    else accept(take, upload);
    return upload || null;
  };

  // One after the other: two first pictures at the same moment would each start a session, and one would be lost.
  const inTurn = async (jobs) => {
    const results = [];
    for (const job of jobs) results.push(await job());
    return results;
  };

  const receive = async (list) => {
    const files = Array.from(list);
    if (!files.length || sending) return; // a second click while pictures are on their way changes nothing
    sending = true;
    takes.replaceChildren();
    takes.hidden = false;
    done.hidden = true;
    const jobs = files.map((file, index) => {
      const take = addTake(file);
      if (index < maxFiles) return () => handle(file, take);
      refuse(take, `Left out: ${maxFiles} pictures at once are the most.`);
      return async () => null;
    });
    status.textContent = files.length === 1 ? "Sending one picture." : `Sending ${files.length} pictures.`;
    const answered = (await inTurn(jobs)).filter(Boolean);
    sending = false;
    if (files.length === 1 && answered.length === 1) {
      window.location.assign(answered[0].url);
      return;
    }
    done.hidden = answered.length === 0;
    status.textContent = `${answered.length} of ${files.length} pictures answered.`;
  };

  form.querySelectorAll("input[type=file]").forEach((input) => {
    input.addEventListener("change", () => {
      receive(input.files);
      input.value = ""; // so that the same picture can be chosen again
    });
  });

  // The whole page takes a drop, so that a picture let go beside the zone does not replace the page.
  const carriesFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  const light = (on) => zone.classList.toggle("drop__zone--over", on);
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    light(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) light(false);
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    light(false);
    receive(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (event.clipboardData && event.clipboardData.files.length) receive(event.clipboardData.files);
  });
})();
