// Values as the differential tests write them down.

const canonicalString = (text) => {
  let quoted = '"';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    quoted += /[0-9A-Za-z]/.test(text[i]) ? text[i] : "\\u" + unit.toString(16).padStart(4, "0");
  }
  return quoted + '"';
};

// Numbers as String has them, strings with everything but letters and digits escaped, keys sorted by UTF-16 unit, bytes as <hex>.
export const canonical = (value) => {
  if (value === null) return "null";
  if (typeof value === "string") return canonicalString(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return String(value);
  if (value === undefined) return "undefined";
  if (value instanceof Date) return isNaN(value) ? "null" : canonicalString(value.toISOString());
  if (value instanceof ArrayBuffer) return canonical(Buffer.from(value));
  if (Buffer.isBuffer(value)) return "<" + value.toString("hex") + ">";
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  return "{" + Object.keys(value).sort().map((key) => canonicalString(key) + ":" + canonical(value[key])).join(",") + "}";
};

// {"z"} null, {"l": boolean}, {"d": the sixteen hex digits of a double}, {"s": UTF-16LE in base64}, {"b": base64}, {"a": [...]}, {"o": [[key, value], ...]}
export const valueOf = (described) => {
  if ("z" in described) return null;
  if ("l" in described) return described.l;
  if ("d" in described) return Buffer.from(described.d, "hex").readDoubleBE(0);
  if ("s" in described) return Buffer.from(described.s, "base64").toString("utf16le");
  if ("b" in described) return Buffer.from(described.b, "base64");
  if ("a" in described) return described.a.map(valueOf);
  return Object.fromEntries(described.o.map(([key, value]) => [valueOf(key), valueOf(value)]));
};
