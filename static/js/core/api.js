/**
 * An answer other than 2xx, or none at all (`status` 0). `message` is for the person; `retryAfterMs` is how long
 * the server asked to be left alone.
 */
export class ApiError extends Error {
  constructor(message, { status = 0, body = null, retryAfterMs = 0 } = {}) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Server's words for what went wrong, whichever of the usual shapes they come in. */
export function describeFailure(body, status) {
  if (body && typeof body.detail === "string") return body.detail;
  if (body && typeof body === "object") {
    const first = Object.values(body).flat().find((value) => typeof value === "string");
    if (first) return first;
  }
  return `${gettext("The server answered with an error")} (${status}).`;
}

/** fetch() for this application's JSON API: CSRF token sent, JSON in and out, failures as ApiError. */
export async function request(url, { method = "GET", body, signal, keepalive = false } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRFToken"] = document.body.dataset.csrf ?? "";
  let response;
  try {
    response = await fetch(url, {
      method, headers, signal, keepalive, credentials: "same-origin",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(gettext("No connection. Check the network and try again."));
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    const retryAfterMs = 1000 * (Number(response.headers.get("Retry-After")) || 0);
    throw new ApiError(describeFailure(answer, response.status), { status: response.status, body: answer, retryAfterMs });
  }
  return answer;
}

export const getJSON = (url, options = {}) => request(url, options);
export const postJSON = (url, body, options = {}) => request(url, { ...options, method: "POST", body });
