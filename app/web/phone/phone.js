/* The phone's page: sends files in pieces that go on after a lost network (tus 1.0.0), and says what was found.
   No library, and no syntax later than ES2017, so that phones of 2019 run it. Without it the forms work by themselves. */
(function () {
  "use strict";
  const words = document.body.dataset;
  const at = words.at;
  const query = "?lang=" + words.lang;
  const live = document.getElementById("live");
  const SMALLEST = 32 * 1024;
  const LARGEST = 1024 * 1024;
  const STALLED = 20000;
  let running = 0;
  let sleeping = [];

  function Refused(problem, status) {
    this.problem = problem;
    this.status = status;
  }

  function Stopped() {}

  /* One request. Rejects with nothing where the network failed or stood still. */
  function send(method, url, headers, content, moved) {
    return new Promise(function (resolve, reject) {
      const request = new XMLHttpRequest();
      let timer = 0;
      function alive() {
        clearTimeout(timer);
        timer = setTimeout(function () { request.abort(); }, STALLED);
      }
      request.open(method, url);
      Object.keys(headers).forEach(function (name) { request.setRequestHeader(name, headers[name]); });
      request.upload.onprogress = function (event) {
        alive();
        if (moved) { moved(event.loaded); }
      };
      request.onprogress = alive;
      request.onload = function () {
        clearTimeout(timer);
        resolve(request);
      };
      request.onerror = request.onabort = function () {
        clearTimeout(timer);
        reject();
      };
      alive();
      request.send(content || null);
    });
  }

  /* Tells what of an answer is worth another try: the server is busy, or another piece is still being written. */
  function isBusy(status) {
    return status === 0 || status === 423 || status === 429 || status >= 500;
  }

  function refusal(request) {
    let problem = {};
    try {
      problem = JSON.parse(request.responseText);
    } catch (fault) {
      problem = { detail: words.failed };
    }
    return new Refused(problem, request.status);
  }

  function sentences(problem) {
    const lines = [];
    (problem.errors || []).forEach(function (error) {
      lines.push(error.message + (error.remedy ? " " + error.remedy : ""));
    });
    if (!lines.length) { lines.push((problem.detail || words.failed) + (problem.remedy ? " " + problem.remedy : "")); }
    return lines.join(" ");
  }

  function pause(tries) {
    return new Promise(function (resolve) {
      const timer = setTimeout(done, Math.min(500 * Math.pow(2, tries), 8000));
      function done() {
        clearTimeout(timer);
        resolve();
      }
      sleeping.push(done);
    });
  }

  function wake() {
    const woken = sleeping;
    sleeping = [];
    woken.forEach(function (one) { one(); });
  }

  function memory(action, key, value) {
    try {
      return action === "set" ? sessionStorage.setItem(key, value)
        : action === "get" ? sessionStorage.getItem(key) : sessionStorage.removeItem(key);
    } catch (unavailable) {
      return null;
    }
  }

  function placeOf(card) {
    return "tus|" + card.dataset.kind + "|" + card.dataset.for + "|";
  }

  /* Knows a file again by its size, beginning and end: phones give the same picture another name or time each time. */
  function mark(file) {
    return new Promise(function (resolve) {
      const reader = new FileReader();
      reader.onload = function () {
        let sum = 0x811c9dc5;
        new Uint8Array(reader.result).forEach(function (one) { sum = Math.imul(sum ^ one, 0x01000193); });
        resolve(file.size + "|" + (sum >>> 0).toString(16));
      };
      reader.onerror = function () { resolve(file.size + "|" + file.name); };
      reader.readAsArrayBuffer(new Blob([file.slice(0, 262144), file.slice(-262144)]));
    });
  }

  function encoded(text) {
    return btoa(unescape(encodeURIComponent(text)));
  }

  /* Sends a file, from where a former try ended; resolves to the upload's id. */
  async function upload(card, file, job) {
    const key = placeOf(card) + await mark(file);
    let url = memory("get", key);
    let offset = -1;
    let piece = 4 * SMALLEST;
    let tries = 0;
    let anew = 0;
    for (;;) {
      if (job.stopped) {
        if (url) { send("DELETE", url, { "Tus-Resumable": "1.0.0" }).catch(function () {}); }
        memory("remove", key);
        throw new Stopped();
      }
      try {
        let answer;
        if (!url) {
          answer = await send("POST", at + "/uploads", {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": String(file.size),
            "Upload-Metadata": "kind " + encoded(card.dataset.kind)
          });
          if (answer.status === 201) {
            url = answer.getResponseHeader("Location").replace(/^https?:\/\/[^/]+/, "");
            memory("set", key, url);
            offset = 0;
          }
        } else if (offset < 0) {
          answer = await send("HEAD", url, { "Tus-Resumable": "1.0.0" });
          if (answer.status === 200) {
            offset = Number(answer.getResponseHeader("Upload-Offset"));
          } else if (answer.status === 404 || answer.status === 410) {
            memory("remove", key);
            url = null;
            anew += 1;
            if (anew < 4) { continue; }
          }
        } else if (offset < file.size) {
          const from = offset;
          const began = Date.now();
          const part = file.slice(from, Math.min(from + piece, file.size));
          answer = await send("PATCH", url, {
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": String(from),
            "Content-Type": "application/offset+octet-stream"
          }, part, function (loaded) { job.show((from + loaded) / file.size); });
          if (answer.status === 204) {
            offset = Number(answer.getResponseHeader("Upload-Offset"));
            if (Date.now() - began < 1500) { piece = Math.min(piece * 2, LARGEST); }
          } else if (answer.status === 409 || answer.status === 404 || answer.status === 410) {
            offset = -1;
            anew += 0.5;
            if (anew < 8) { continue; }
          }
        }
        if (answer && isBusy(answer.status)) { throw undefined; }
        if (answer && answer.status >= 400) {
          memory("remove", key);
          throw refusal(answer);
        }
        tries = 0;
        job.show(file.size ? offset / file.size : 1);
        if (url && offset >= file.size) {
          return { id: url.split("/").pop().split("?")[0], forget: function () { memory("remove", key); } };
        }
      } catch (fault) {
        if (fault) { throw fault; }
        offset = -1;
        piece = Math.max(SMALLEST, piece / 2);
        job.wait();
        await pause(tries);
        tries += 1;
      }
    }
  }

  /* Hands in what was sent; a lost answer is asked for again, and the server knows what it has had. */
  async function handIn(address, content) {
    for (let tries = 0; ; tries += 1) {
      let answer = null;
      try {
        answer = await send("POST", at + address + query, { "Content-Type": "application/json", "Accept": "application/json" },
          JSON.stringify(content));
      } catch (lost) {
        answer = null;
      }
      if (answer && answer.status < 300) { return; }
      if (answer && !isBusy(answer.status)) {
        const refused = refusal(answer);
        const first = (refused.problem.errors || [])[0];
        if (tries && first && first.code === "over") { return; }
        throw refused;
      }
      await pause(tries);
    }
  }

  /* A photograph over the limit is drawn smaller; whatever can't be drawn goes as it is, and the server judges. */
  function fitted(file, most) {
    if (!most || file.size <= most || file.type.indexOf("image/") !== 0) { return Promise.resolve(file); }
    return new Promise(function (resolve) {
      const image = new Image();
      image.onload = function () {
        const scale = Math.min(1, 2600 / Math.max(image.naturalWidth, image.naturalHeight));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(image.naturalWidth * scale);
        canvas.height = Math.round(image.naturalHeight * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(image.src);
        canvas.toBlob(function (blob) {
          if (!blob || blob.size > most) { return resolve(file); }
          return resolve(blob);
        }, "image/jpeg", 0.88);
      };
      image.onerror = function () { resolve(file); };
      image.src = URL.createObjectURL(file);
    });
  }

  function say(text) {
    live.textContent = text;
  }

  function tell(card, text, isBad) {
    const message = card.querySelector(".message");
    message.textContent = text;
    message.classList.toggle("bad", Boolean(isBad));
    say(text);
    if (isBad) { message.focus(); }
  }

  /* What a card shows while its file is on the way. */
  function begin(card, file) {
    const sending = card.querySelector(".sending");
    const bar = sending.querySelector(".bar");
    const percent = sending.querySelector(".percent");
    const preview = sending.querySelector(".preview");
    const job = { stopped: false, said: 0 };
    job.show = function (share) {
      const whole = Math.floor(share * 100);
      bar.setAttribute("aria-valuenow", String(whole));
      bar.firstElementChild.style.transform = "scaleX(" + share + ")";
      percent.textContent = words.sending + " " + whole + "%";
      if (whole >= job.said + 25) {
        job.said = whole - whole % 25;
        say(percent.textContent);
      }
    };
    job.wait = function () {
      percent.textContent = words.waiting;
      say(words.waiting);
    };
    job.end = function () {
      sending.hidden = true;
      card.classList.remove("is-sending");
      if (preview.src) { URL.revokeObjectURL(preview.src); }
    };
    preview.hidden = file.type.indexOf("image/") !== 0;
    if (!preview.hidden) { preview.src = URL.createObjectURL(file); }
    card.querySelector(".message").textContent = "";
    sending.querySelector(".stop").onclick = function () {
      job.stopped = true;
      wake();
    };
    card.classList.add("is-sending");
    sending.hidden = false;
    job.show(0);
    return job;
  }

  async function bring(form, input) {
    const card = form.closest(".card");
    const chosen = input.files[0];
    if (!chosen || card.classList.contains("is-sending")) { return; }
    const tick = form.querySelector("input[type=checkbox]");
    if (tick && !tick.checked) {
      input.value = "";
      tell(card, words.agree, true);
      tick.focus();
      return;
    }
    const job = begin(card, chosen);
    running += 1;
    try {
      const file = await fitted(chosen, Number(form.dataset.max));
      const sent = await upload(card, file, job);
      const content = { for: card.dataset.for, upload_id: sent.id };
      job.end();
      tell(card, words.looking);
      if (tick) {
        content.consent = tick.value;
        const challenge = form.querySelector("[name=challenge_id]");
        if (challenge) { content.challenge_id = challenge.value; }
      } else {
        content.kind = card.dataset.kind;
        if (form.dataset.replaces) { content.replaces = form.dataset.replaces; }
      }
      await handIn(tick ? "/checks" : "/papers", content);
      sent.forget();
      await refresh(card);
    } catch (fault) {
      job.end();
      input.value = "";
      if (fault instanceof Stopped) {
        tell(card, words.stopped);
      } else if (fault instanceof Refused && (tick || fault.status === 404 || fault.status === 409)) {
        await refresh(card, sentences(fault.problem));
      } else if (fault instanceof Refused) {
        tell(card, sentences(fault.problem), true);
      } else {
        tell(card, words.failed, true);
      }
    } finally {
      running -= 1;
    }
  }

  /* Takes a card, the sum of all and the closing form anew from the server, which has all the words. */
  async function refresh(card, fault) {
    let answer = null;
    for (let tries = 0; !answer; tries += 1) {
      try {
        answer = await send("GET", at + "/cards" + query, {});
      } catch (lost) {
        await pause(tries);
      }
    }
    if (answer.status !== 200) { return location.reload(); }
    const fresh = document.createElement("div");
    fresh.innerHTML = answer.responseText;
    [".overall", ".finish"].forEach(function (part) {
      const old = document.querySelector("#cards > " + part);
      const made = fresh.querySelector(part);
      if (old && made) { old.replaceWith(made); }
    });
    const same = Array.prototype.filter.call(fresh.querySelectorAll(".card"), function (one) {
      return one.dataset.kind === card.dataset.kind && one.dataset.for === card.dataset.for;
    })[0];
    if (!same) { return location.reload(); }
    card.replaceWith(same);
    enhance(same);
    if (fault) { return tell(same, fault, true); }
    const findings = Array.prototype.map.call(same.querySelectorAll(".finding"), function (one) { return one.innerText; });
    const state = same.querySelector(".tag").lastChild.nodeValue.trim();
    tell(same, state + (findings.length ? " " + words.look : ""));
    say(same.querySelector("h2").innerText + " " + state + " " + findings.join(" "));
    same.querySelector(".message").focus();
  }

  function enhance(card) {
    Array.prototype.forEach.call(card.querySelectorAll("form.choose"), function (form) {
      const label = form.querySelector(".pick");
      const input = label.querySelector("input");
      if (form.dataset.camera) {
        const photograph = label.cloneNode(true);
        const camera = photograph.querySelector("input");
        photograph.querySelector("span").firstChild.nodeValue = form.dataset.camera;
        camera.accept = (card.dataset.kind === "video" ? "video" : "image") + "/*";
        camera.setAttribute("capture", form.dataset.facing || "environment");
        camera.required = false;
        camera.onchange = function () { bring(form, camera); };
        label.classList.remove("main");
        form.insertBefore(photograph, label);
      }
      input.onchange = function () { bring(form, input); };
      form.onsubmit = function (event) { event.preventDefault(); };
    });
    Array.prototype.forEach.call(card.querySelectorAll("form.remove"), function (form) {
      form.onsubmit = function (event) {
        event.preventDefault();
        send("POST", form.action, { "Accept": "application/json" }).then(function (answer) {
          return refresh(card, answer.status < 300 ? "" : sentences(refusal(answer).problem));
        }, function () { tell(card, words.failed, true); });
      };
    });
  }

  function remind() {
    let keys = [];
    try {
      keys = Object.keys(sessionStorage);
    } catch (unavailable) {
      keys = [];
    }
    Array.prototype.forEach.call(document.querySelectorAll(".card"), function (card) {
      if (keys.some(function (key) { return key.indexOf(placeOf(card)) === 0; })) { tell(card, words.again); }
    });
  }

  if (!window.Promise || !window.FormData || !Element.prototype.replaceWith) { return; }
  document.documentElement.classList.add("js");
  Array.prototype.forEach.call(document.querySelectorAll(".card"), enhance);
  remind();
  window.addEventListener("online", wake);
  window.addEventListener("beforeunload", function (event) {
    if (running) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
}());
