// A QR code, after ISO/IEC 18004: byte mode, error correction level L, versions 3 to 6, mask 0.
// That is all that an address of this site needs; .github/decisions/0015 says why it is drawn here.

// Of each version: how many codewords of data, how many of error correction in a block, how many blocks.
const VERSIONS = new Map([[3, [55, 15, 1]], [4, [80, 20, 1]], [5, [108, 26, 1]], [6, [136, 18, 2]]]);

// Level L and mask 0, with their own error correction.
const FORMAT = "111011111000100";

// Powers of two in the field of 256 elements that codewords are counted in, and their logarithms.
const powers = [1];
while (powers.length < 255) {
  const next = powers.at(-1) * 2;
  powers.push(next < 256 ? next : next ^ 0x11d);
}
const logarithms = new Map(powers.map((power, exponent) => [power, exponent]));
const times = (a, b) => (a && b ? powers[(logarithms.get(a) + logarithms.get(b)) % 255] : 0);

function errorCorrection(data, count) {
  let generator = [1];
  for (let n = 0; n < count; n++) {
    generator = [...generator, 0].map((term, i) => term ^ times(generator[i - 1] ?? 0, powers[n]));
  }
  const rest = [...data, ...Array(count).fill(0)];
  for (let n = 0; n < data.length; n++) {
    const factor = rest[n];
    generator.forEach((term, i) => (rest[n + i] ^= times(term, factor)));
  }
  return rest.slice(data.length);
}

const binary = (number, length) => number.toString(2).padStart(length, "0");
const across = (blocks) => blocks[0].flatMap((_, i) => blocks.map((block) => block[i]));

// Everything that the code says, as zeros and ones in the order in which they are drawn.
function message(bytes, [size, corrections, count]) {
  const bits = "0100" + binary(bytes.length, 8) + bytes.map((byte) => binary(byte, 8)).join("") + "0000";
  const data = bits.match(/.{8}/g).map((byte) => parseInt(byte, 2));
  for (let n = 0; data.length < size; n++) {
    data.push(n % 2 ? 0x11 : 0xec);
  }
  const length = size / count;
  const blocks = Array.from({ length: count }, (_, n) => data.slice(n * length, (n + 1) * length));
  const checks = blocks.map((block) => errorCorrection(block, corrections));
  return [...across(blocks), ...across(checks)].map((byte) => binary(byte, 8)).join("");
}

// The fixed patterns: rows of dark (true) and light (false) modules; undefined where the message comes.
function patterns(size) {
  const grid = Array.from({ length: size }, () => Array(size));
  const rings = (row, column, reach, isDark) => {
    for (let y = Math.max(0, row - reach); y <= Math.min(size - 1, row + reach); y++) {
      for (let x = Math.max(0, column - reach); x <= Math.min(size - 1, column + reach); x++) {
        grid[y][x] = isDark(Math.max(Math.abs(y - row), Math.abs(x - column)));
      }
    }
  };
  for (let n = 8; n < size - 8; n++) {
    grid[6][n] = grid[n][6] = n % 2 === 0;
  }
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]]) {
    rings(row, column, 4, (distance) => distance !== 2 && distance !== 4);
  }
  rings(size - 7, size - 7, 2, (distance) => distance !== 1);
  [...FORMAT].forEach((bit, n) => {
    const isDark = bit === "1";
    // Beside the first finder, over the timing patterns; then shared by the other two.
    const [row, column] = n < 8 ? [8, n < 6 ? n : n + 1] : [n === 8 ? 7 : 14 - n, 8];
    grid[row][column] = isDark;
    const [otherRow, otherColumn] = n < 7 ? [size - 1 - n, 8] : [8, size - 15 + n];
    grid[otherRow][otherColumn] = isDark;
  });
  grid[size - 8][8] = true;
  return grid;
}

/** The QR code of *text* as the d of an SVG path, `size` modules wide; null when it is too long. */
export function qrPath(text) {
  const bytes = [...new TextEncoder().encode(text)];
  const found = [...VERSIONS].find(([, [room]]) => bytes.length + 2 <= room);
  if (!found) {
    return null;
  }
  const [version, sizes] = found;
  const size = 17 + 4 * version;
  const grid = patterns(size);
  const bits = message(bytes, sizes);
  let next = 0;
  let goesUp = true;
  // Two columns at a time, from the right; the timing pattern has a column of its own.
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let n = 0; n < size; n++) {
      const y = goesUp ? size - 1 - n : n;
      for (const x of [right, right - 1]) {
        if (grid[y][x] === undefined) {
          grid[y][x] = (bits[next++] === "1") !== ((x + y) % 2 === 0);
        }
      }
    }
    goesUp = !goesUp;
  }
  const runs = grid.map((row, y) => [...row.map((isDark) => (isDark ? 1 : 0)).join("").matchAll(/1+/g)]
    .map((run) => `M${run.index} ${y}h${run[0].length}v1h-${run[0].length}z`).join(""));
  return { size, path: runs.join("") };
}
