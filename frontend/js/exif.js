// Carries what a camera wrote into a photo (when, where) over to its small copy; the server reads and strips it.
const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
const ORIENTATION = 0x0112;

// The segment of a JPEG that begins with "Exif", as bytes; nothing for other files.
function segment(bytes) {
  const view = new DataView(bytes.buffer);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== START_OF_SCAN; ) {
    const end = at + 2 + view.getUint16(at + 2);
    const exif = bytes[at + 1] === APP1 && String.fromCharCode(...bytes.subarray(at + 4, at + 8)) === "Exif";
    if (exif) return bytes.slice(at, end);
    at = end;
  }
  return undefined;
}

// The copy's pixels are upright already: turning them once more would be wrong.
function upright(exif) {
  const view = new DataView(exif.buffer);
  const tiff = 10;
  const little = view.getUint16(tiff) === 0x4949;
  const first = tiff + view.getUint32(tiff + 4, little);
  for (let entry = 0; entry < view.getUint16(first, little); entry += 1) {
    const at = first + 2 + entry * 12;
    if (view.getUint16(at, little) === ORIENTATION) view.setUint16(at + 8, 1, little);
  }
  return exif;
}

export async function withExif(original, copy) {
  try {
    const exif = segment(new Uint8Array(await original.arrayBuffer()));
    if (!exif) return copy;
    return new Blob([copy.slice(0, 2), upright(exif), copy.slice(2)], { type: copy.type });
  } catch {
    return copy;
  }
}
