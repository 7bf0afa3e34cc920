/**
 * Does something with what the browser keeps: localStorage or sessionStorage. A browser may keep pages from storing anything, and a storage
 * may be full: then nothing is done, and what is not sent or not read out again when the page is closed is lost.
 */
export function kept(storage, what) {
  try {
    return what(globalThis[storage]);
  } catch (error) {
    console.info(`This browser does not keep it: ${error.message}`);
    return undefined;
  }
}
