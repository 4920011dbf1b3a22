// Asks the browser for a security key and sends on what it answers. Beside it: webauthn-json.js, which ships with allauth.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-security-key]");
  const failed = document.getElementById("security-key-failed");
  const answer = document.getElementById("id_credential");
  const told = JSON.parse(document.getElementById("security-key-data").textContent);
  button.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      const credential = button.dataset.securityKey === "create"
        ? await window.webauthnJSON.create(told.creation_options)
        : await window.webauthnJSON.get(told.request_options);
      answer.value = JSON.stringify(credential);
      answer.form.submit();
    } catch {
      failed.hidden = false;
      failed.focus();
    }
  });
});
