const euro = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

export const money = cents => euro.format(cents / 100);

export const time = instant => clock.format(new Date(instant));

/** How long until an instant, in words; nothing once it has passed. */
export function until(instant) {
  const seconds = Math.ceil((new Date(instant) - Date.now()) / 1000);
  return seconds > 120 ? `in ${Math.round(seconds / 60)} min` : seconds > 0 ? `in ${seconds} s` : "now";
}

/** How often a job was put off, which is no attempt. */
export const putOff = times => `put off ${times === 1 ? "once" : times === 2 ? "twice" : `${times} times`}`;

const listeners = {
  TakeFromStock: "Take from stock",
  SendConfirmation: "E-mail to the customer",
  TextSeller: "SMS to the seller",
  TextAdmin: "SMS to the administrator",
  FindBirthdays: "Find birthdays",
  SendWish: "Birthday e-mail",
};

/** What a person calls a listener. */
export const nameOf = listener => listeners[listener] ?? listener;
