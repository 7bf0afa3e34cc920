// What a trace says of a value: JSON as it is, bytes in hexadecimal, errors by message and data.
export function show(value) {
  if (value === undefined) {
    return "(undefined)";
  }

  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return "bytes:" + Buffer.from(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength).toString("hex");
  }

  if (value instanceof Error) {
    return value.data === undefined ? { error: value.message } : { error: value.message, data: show(value.data) };
  }

  if (Array.isArray(value)) {
    return value.map(show);
  }

  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, show(inner)]));
  }

  return value;
}
