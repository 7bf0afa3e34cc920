// Words in the page's language, as the user's region writes it; hours as the user's clock has them.
const language = navigator.languages.find(known => known.startsWith("en")) ?? "en";
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
const clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", hourCycle });
const day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
const dayOfOtherYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
const date = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
const dateOfOtherYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const lookEvery = 30_000;

export const timeOf = at => clock.format(at);

/** The name of a day as one says it now. */
export function dayOf(at, now = Date.now()) {
  const ago = dayNumber(now) - dayNumber(at);
  return ago <= 0 ? "Today" : ago === 1 ? "Yesterday" : (isThisYear(at, now) ? day : dayOfOtherYear).format(at);
}

/** The time of today, the date of another day. */
export const shortly = (at, now = Date.now()) =>
  (dayNumber(at) >= dayNumber(now) ? clock : isThisYear(at, now) ? date : dateOfOtherYear).format(at);

/** Numbers the days of the user's calendar: some have 23 hours, and some 25. */
export function dayNumber(at) {
  const local = new Date(at);
  return Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()) / 86_400_000;
}

/** Tells when a day has become another: what was said today was said yesterday then. */
export function everyDay(then) {
  let known = dayNumber(Date.now());
  setInterval(() => {
    const today = dayNumber(Date.now());
    if (today !== known) {
      known = today;
      then();
    }
  }, lookEvery);
}

const isThisYear = (at, now) => new Date(at).getFullYear() === new Date(now).getFullYear();
