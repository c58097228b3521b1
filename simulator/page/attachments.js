// Files picked, pasted or dropped, waiting above the composer until they are sent.

import { h, iconButton } from "./dom.js";
import { formatSize, t } from "./i18n.js";

const MAX_BYTES = 20 * 1024 ** 2;
const isImage = (file) => /^image\/(png|jpe?g|webp)$/.test(file.type);

export class Attachments {
  #files = [];

  constructor({ onChange, onRefuse }) {
    this.onChange = onChange;
    this.onRefuse = onRefuse;
    this.asFiles = false;
    this.element = h("div", { class: "attachments", hidden: true });
    this.picker = h("input", { type: "file", multiple: true, class: "visually-hidden", tabindex: "-1",
      "aria-label": t("attach"), onchange: () => {
        this.add(this.picker.files);
        this.picker.value = "";
      } });
  }

  get length() {
    return this.#files.length;
  }

  add(files) {
    for (const file of files) {
      if (file.size > MAX_BYTES) this.onRefuse(t("tooLarge", { name: file.name }));
      else this.#files.push(file);
    }
    this.#draw();
  }

  clear() {
    this.#files = [];
    this.asFiles = false;
    this.#draw();
  }

  #draw() {
    const chips = this.#files.map((file, i) => h("span", { class: "attachment" },
      isImage(file) && !this.asFiles ? thumbnail(file) : "📄", h("span", { class: "attachment-name" }, file.name),
      h("small", {}, formatSize(file.size)),
      iconButton("close", t("remove"), () => {
        this.#files.splice(i, 1);
        this.#draw();
      })));
    const toggle = this.#files.some(isImage) && h("label", { class: "as-files" },
      h("input", { type: "checkbox", checked: this.asFiles, onchange: (event) => {
        this.asFiles = event.target.checked;
        this.#draw();
      } }), t("asFiles"));
    this.element.replaceChildren(...chips, ...(toggle ? [toggle] : []));
    this.element.hidden = !this.#files.length;
    this.onChange();
  }

  /** Bodies for `send`: Telegram's albums hold photos or documents, never both. */
  async bodies(caption) {
    const photos = this.#files.filter((file) => isImage(file) && !this.asFiles);
    const documents = this.#files.filter((file) => !photos.includes(file));
    const bodies = [];
    for (const [type, files] of [["photo", photos], ["document", documents]]) {
      if (!files.length) continue;
      const encoded = await Promise.all(files.map(encode));
      bodies.push(encoded.length === 1 ? { [type]: encoded[0] } : { media: encoded.map((file) => ({ type, file })) });
    }
    if (bodies.length && caption) bodies[0].caption = caption;
    return bodies;
  }
}

function thumbnail(file) {
  const url = URL.createObjectURL(file);
  return h("img", { src: url, alt: "", onload: () => URL.revokeObjectURL(url) });
}

function encode(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, mime: file.type || "application/octet-stream",
      base64: reader.result.slice(reader.result.indexOf(",") + 1) });
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
