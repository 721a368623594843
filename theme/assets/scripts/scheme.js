// Before anything is drawn: the colours that the reader chose on this device, if any, and whether the
// address asks for something, so that the answer can keep its place.
"use strict";

(function () {
  try {
    const scheme = localStorage.getItem("scheme");
    if (scheme === "light" || scheme === "dark") {
      document.documentElement.dataset.scheme = scheme;
    }
  } catch {
    // Storage is closed: the device's own choice stands.
  }
  if (location.search) {
    document.documentElement.dataset.asks = "";
  }
})();
