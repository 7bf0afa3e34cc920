import { get, newKey, post } from "/shell/api.js";
import { element, say } from "/shell/dom.js";
import { onSubmit } from "/shell/form.js";
import { showNews, showOrder, showOrders } from "./orders.js";
import { connect, follow } from "./parts/live.js";
import { money } from "./parts/text.js";

const form = document.getElementById("order");
const answer = document.getElementById("answer");
const total = document.getElementById("total");
let requestKey = newKey();

// The first request brings the cookie that the sockets are known by.
await showOrders(() => get("/api/orders"));
showProducts(await get("/api/products"));

const own = connect("/orders");
own.on("order.changed", showNews);
follow(own, [], () => showOrders(() => get("/api/orders")));
follow(connect("/office"), ["stock"], async () => showStock(await get("/api/products")));

form.addEventListener("input", () => {
  requestKey = newKey(); // another order; the same one sent again keeps its key
  showTotal();
});
onSubmit(form, answer, async values => {
  say(answer, "Sending…");
  const sent = performance.now();
  const { order, answeredIn } = await showOrder(() => post("/api/orders", { ...values, quantity: Number(values.quantity) || 0 }, { "Idempotency-Key": requestKey }));
  const wayAndBack = performance.now() - sent;
  const ended = order.steps.filter(step => step.state === "completed").length;

  requestKey = newKey();
  say(answer, `Order ${order.number} is stored. The server answered in ${answeredIn} ms (${wayAndBack.toFixed(0)} ms with the way there and back), with ${ended} of ${order.steps.length} steps done.`, "good");
});

function showProducts(products) {
  document.getElementById("products").replaceChildren(...products.map((product, index) => {
    const choice = element("input", { type: "radio", name: "productId", value: product.id, checked: index === 0 });
    choice.dataset.price = product.price;
    return element("label", { className: "product" }, choice,
      element("span", { className: "what" }, product.name),
      element("span", { className: "price" }, money(product.price)),
      element("small", { "data-stock-of": product.id }, stock(product)));
  }));
  showTotal();
}

function showStock(products) {
  for (const product of products) {
    document.querySelector(`[data-stock-of="${product.id}"]`).textContent = stock(product);
  }
}

function showTotal() {
  const price = Number(form.querySelector("[name=productId]:checked")?.dataset.price);
  const quantity = Number(form.elements.quantity.value);
  total.textContent = price && quantity > 0 ? money(price * quantity) : "–";
}

function stock(product) {
  return product.stock > 0 ? `${product.stock} in stock` : "sold out";
}
