// Opens pages in Chromium and prints what is wrong with them as JSON: node check.js CHROMIUM PAGE...
// Two colour schemes and three widths; axe-core, and what axe cannot see: sideways scrolling, requests,
// console errors, the theme button under the page's own policy, and the page without JavaScript.
const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const views = [["light", 1280], ["dark", 768], ["light", 320], ["dark", 1280]];

function listen(page, url, problems) {
  page.on("request", (r) => r.url() === url || r.url().startsWith("data:") || problems.push("request " + r.url()));
  page.on("console", (m) => m.type() === "error" && problems.push("console " + m.text()));
  page.on("pageerror", (e) => problems.push("script " + e));
}

async function inspect(browser, url, colorScheme, width) {
  const problems = [];
  // axe is injected, which the page's own policy rightly forbids: here only, the policy is set aside.
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true, offline: true });
  const page = await context.newPage();
  listen(page, url, problems);
  await page.goto(url);
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  await page.evaluate(axe);
  const result = await page.evaluate((runOnly) => axe.run(document, { runOnly, resultTypes: ["violations"] }), tags);
  for (const v of result.violations) problems.push(`${v.id}: ${v.nodes.length} times, first ${v.nodes[0].target}`);
  const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
  if (scroll > width) problems.push(`the page scrolls sideways: ${scroll} wide`);
  await context.close();
  return problems.map((problem) => `${colorScheme} ${width}: ${problem}`);
}

async function underItsOwnPolicy(browser, url) {
  const problems = [];
  const page = await browser.newPage();
  listen(page, url, problems);
  await page.goto(url);
  await page.click("#theme");
  const pressed = await page.getAttribute("#theme", "aria-pressed");
  const theme = await page.evaluate(() => document.documentElement.dataset.theme);
  if (pressed !== "true" || theme !== "dark") problems.push(`theme button: ${pressed}, ${theme}`);
  await page.close();
  return problems;
}

async function withoutScript(browser, url) {
  const problems = [];
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  if (await page.locator("#theme").isVisible()) problems.push("theme button is visible without JavaScript");
  if (!(await page.locator("h1").isVisible())) problems.push("no content without JavaScript");
  await context.close();
  return problems;
}

(async () => {
  const [executablePath, ...pages] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const found = {};
  for (const file of pages) {
    const url = "file://" + path.resolve(file);
    const problems = [];
    for (const [scheme, width] of views) problems.push(...(await inspect(browser, url, scheme, width)));
    problems.push(...(await underItsOwnPolicy(browser, url)), ...(await withoutScript(browser, url)));
    found[path.basename(file)] = problems;
  }
  await browser.close();
  console.log(JSON.stringify(found));
})();
