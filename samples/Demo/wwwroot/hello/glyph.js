const size = 8;
const drawn = document.getElementById("glyph-drawn");
const shown = document.getElementById("glyph-shown");
const sent = document.getElementById("glyph-sent");
const received = document.getElementById("glyph-received");
const fish = Uint8Array.of(0b00000000, 0b00111001, 0b01111111, 0b11011110, 0b11111110, 0b01111111, 0b00111001, 0b00000000);

/** Lets eight bytes be drawn, sends them as binary and shows the eight that come back. */
export function exchangeGlyphs(socket) {
  const dots = makeDots();
  const pixels = Array.from({ length: size * size }, () => shown.appendChild(document.createElement("span")));
  draw(fish);

  document.getElementById("glyph-send").addEventListener("click", () => {
    const bytes = read();
    sent.textContent = hex(bytes);
    socket.emit("glyph", bytes);
  });
  document.getElementById("glyph-clear").addEventListener("click", () => draw(new Uint8Array(size)));

  socket.on("glyph", data => {
    const bytes = new Uint8Array(data);
    pixels.forEach((pixel, index) => (pixel.dataset.on = isOn(bytes, index)));
    received.textContent = hex(bytes);
    shown.setAttribute("aria-label", `Picture that came back: bytes ${hex(bytes)}`);
  });

  function draw(bytes) {
    dots.forEach((dot, index) => dot.setAttribute("aria-pressed", isOn(bytes, index)));
  }

  function read() {
    const bytes = new Uint8Array(size);
    dots.forEach((dot, index) => {
      if (dot.getAttribute("aria-pressed") === "true") {
        bytes[Math.floor(index / size)] |= 0x80 >> (index % size);
      }
    });
    return bytes;
  }
}

// One dot is in the tab order; the arrow keys move among them.
function makeDots() {
  const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const dots = Array.from({ length: size * size }, (_, index) => {
    const dot = document.createElement("button");
    dot.type = "button";
    dot.tabIndex = index === 0 ? 0 : -1;
    dot.setAttribute("aria-label", `Row ${Math.floor(index / size) + 1}, column ${(index % size) + 1}`);
    return drawn.appendChild(dot);
  });

  drawn.addEventListener("click", event => {
    const dot = event.target.closest("button");
    if (dot) {
      dot.setAttribute("aria-pressed", dot.getAttribute("aria-pressed") !== "true");
      focus(dot);
    }
  });

  drawn.addEventListener("keydown", event => {
    const move = moves[event.key];
    const index = dots.indexOf(event.target);
    if (move && index >= 0) {
      event.preventDefault();
      const row = Math.floor(index / size) + move[0];
      const column = (index % size) + move[1];
      if (row >= 0 && row < size && column >= 0 && column < size) {
        focus(dots[row * size + column]);
      }
    }
  });

  return dots;

  function focus(dot) {
    for (const other of dots) {
      other.tabIndex = other === dot ? 0 : -1;
    }

    dot.focus();
  }
}

function isOn(bytes, index) {
  return (bytes[Math.floor(index / size)] & (0x80 >> (index % size))) !== 0;
}

function hex(bytes) {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join(" ");
}
