// A drawn picture of a broken road, for visitors who have no photo at hand.

const WIDTH = 960;
const HEIGHT = 720;

/** @returns {Promise<File>} a JPEG that is different each time, as real photos are */
export async function samplePhoto() {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const paint = canvas.getContext("2d");
  sky(paint);
  road(paint);
  hole(paint, WIDTH * (0.4 + Math.random() * 0.2), HEIGHT * 0.74);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return new File([blob], "jalan-berlubang.jpg", { type: "image/jpeg" });
}

function sky(paint) {
  const light = paint.createLinearGradient(0, 0, 0, HEIGHT / 2);
  light.addColorStop(0, "#8fc3e6");
  light.addColorStop(1, "#e8f1ee");
  fill(paint, light, [[0, 0], [WIDTH, 0], [WIDTH, HEIGHT / 2], [0, HEIGHT / 2]]);
  fill(paint, "#6f8f5a", [[0, HEIGHT * 0.42], [WIDTH, HEIGHT * 0.38], [WIDTH, HEIGHT], [0, HEIGHT]]);
  for (let x = 20; x < WIDTH; x += 150) house(paint, x, HEIGHT * 0.42, x % 4);
}

function house(paint, x, base, shade) {
  fill(paint, ["#d9cbb2", "#c7b299", "#e2d7c3", "#cdbfa8"][shade], [[x, base - 50], [x + 90, base - 50], [x + 90, base], [x, base]]);
  fill(paint, "#9c5136", [[x - 12, base - 50], [x + 45, base - 96], [x + 102, base - 50]]);
}

function road(paint) {
  fill(paint, "#5d6064", [[WIDTH * 0.44, HEIGHT * 0.41], [WIDTH * 0.56, HEIGHT * 0.41], [WIDTH * 1.02, HEIGHT], [-WIDTH * 0.02, HEIGHT]]);
  for (let step = 0; step < 5; step += 1) {
    const y = HEIGHT * (0.44 + step * step * 0.032);
    const wide = 3 + step * 3;
    fill(paint, "#e9e5d8", [[WIDTH / 2 - wide, y], [WIDTH / 2 + wide, y], [WIDTH / 2 + wide, y + 8 + step * 7], [WIDTH / 2 - wide, y + 8 + step * 7]]);
  }
}

function hole(paint, x, y) {
  for (const [color, size] of [["#4a4c4f", 1], ["#3a3632", 0.84], ["#6d5a45", 0.62]]) {
    const edge = Array.from({ length: 18 }, (_, index) => {
      const turn = (index / 18) * Math.PI * 2;
      const reach = size * (0.85 + Math.random() * 0.25);
      return [x + Math.cos(turn) * 170 * reach, y + Math.sin(turn) * 62 * reach];
    });
    fill(paint, color, edge);
  }
}

function fill(paint, color, points) {
  paint.fillStyle = color;
  paint.beginPath();
  for (const [x, y] of points) paint.lineTo(x, y);
  paint.fill();
}
