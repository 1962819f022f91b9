// Passkeys. Each form with data-passkey holds what the device is asked (data-options) and a hidden field for its answer.
// Without this file, and where a device cannot do it, the form says how else to sign in.

const fromText = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const readied = (options) => ({
  ...options,
  challenge: fromText(options.challenge),
  ...(options.user && { user: { ...options.user, id: fromText(options.user.id) } }),
  ...(options.excludeCredentials && {
    excludeCredentials: options.excludeCredentials.map((one) => ({ ...one, id: fromText(one.id) })),
  }),
  ...(options.allowCredentials && {
    allowCredentials: options.allowCredentials.map((one) => ({ ...one, id: fromText(one.id) })),
  }),
});

const written = (credential) => {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(parts.filter((part) => response[part]).map((part) => [part, toText(response[part])])),
  });
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-passkey-go]");
  const answer = form.elements.namedItem("credential");
  const words = form.querySelector("[data-passkey-words]");
  const without = form.querySelector("[data-passkey-without]");
  if (!window.PublicKeyCredential || !button || !answer) continue;
  button.hidden = false;
  if (without) without.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const publicKey = readied(JSON.parse(form.dataset.options));
    try {
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
      answer.value = written(credential);
      form.submit(); // not requestSubmit: the press was counted already
    } catch {
      words.hidden = false;
      words.focus();
    }
  });
}
