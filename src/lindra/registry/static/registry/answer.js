// A link or a QR code brings the code after the #, which browsers never send: it is put where it would be written.
const code = document.getElementById("code");
const brought = location.hash.slice(1);
if (code && !code.value && /^[A-Za-z0-9-]{12,20}$/.test(brought)) {
  code.value = brought;
  history.replaceState(null, "", location.pathname);
}
