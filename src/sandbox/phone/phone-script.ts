/**
 * Fetches the live part of the page again and again and puts it in only where it changed, with the focus
 * back on the element of the same id, so that reading and tabbing go on undisturbed.
 */
export const phoneScript = `
(() => {
  const live = document.getElementById("live");
  async function refresh() {
    try {
      const answer = await fetch(live.dataset.from, { cache: "no-store" });
      const fresh = document.createElement("template");
      fresh.innerHTML = answer.ok ? await answer.text() : live.innerHTML;
      if (fresh.innerHTML !== live.innerHTML) {
        const focused = document.activeElement && document.activeElement.id;
        live.replaceChildren(fresh.content);
        const again = focused && document.getElementById(focused);
        if (again) again.focus();
      }
    } catch { /* the sandbox is being restarted: try again */ }
    setTimeout(refresh, 1000);
  }
  setTimeout(refresh, 1000);
})();
`;
