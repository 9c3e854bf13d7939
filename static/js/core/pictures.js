import { getJSON } from "./api.js";

/**
 * A picture that can be painted at once. Rejects when it cannot be loaded, with the server's reason where it gives
 * one: a picture that was deleted, as the terms of its source ask, is no broken picture.
 */
export async function loadPicture(address, alt = "") {
  const picture = new Image();
  picture.src = address;
  picture.alt = alt;
  try {
    await picture.decode();
  } catch (error) {
    await getJSON(address); // rejects with the reason
    throw error;
  }
  return picture;
}
