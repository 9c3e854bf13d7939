/* Runs the spec named in the address (?spec=…) and leaves `window.specResults` for whoever opened the page. */

// What Django's JavaScriptCatalog gives every page.
window.gettext = (words) => words;
window.ngettext = (one, many, count) => (count === 1 ? one : many);
window.interpolate = (words, values, named) =>
  named
    ? words.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]))
    : words.replace(/%s/g, () => String(values.shift()));

mocha.setup({ ui: "bdd", reporter: class { constructor() {} }, timeout: 5000 });
const results = [];
const note = (test, failure = null) => results.push({ title: test.fullTitle(), failure });

try {
  await import(new URL(new URLSearchParams(location.search).get("spec"), location.href));
  mocha
    .run()
    .on("pass", (test) => note(test))
    .on("fail", (test, error) => note(test, error.stack || error.message))
    .on("end", () => { window.specResults = results; });
} catch (error) {
  window.specResults = [{ title: "the spec loads", failure: error.stack || error.message }];
}
