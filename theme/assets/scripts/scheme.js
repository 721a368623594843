// Before anything is drawn: the colours that the reader chose on this device, if any.
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
})();
