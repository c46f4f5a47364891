// All keys that mean something right now.

import { useEffect, useRef } from "preact/hooks";
import { isHelpShown, knownKeys, useKeys } from "../state/keys.ts";

export function Help() {
  return isHelpShown.value ? <HelpDialog /> : null;
}

function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => {
    isHelpShown.value = false;
  };
  useEffect(() => dialog.current?.showModal(), []);
  useKeys("This list", [{ key: "Escape", does: "close", run: close }]);
  const groups = knownKeys.value.filter(({ bindings }) => bindings.length > 0);
  return (
    <dialog class="help" ref={dialog} onClose={close} aria-labelledby="help-title">
      <h2 id="help-title">Keys</h2>
      <div class="help-groups">
        {groups.map(({ name, bindings }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {bindings.map(({ key, does }) => (
                <div key={key}>
                  <dt>
                    {key.split(" ").map((part) => (
                      <kbd key={part}>{part === "Escape" ? "Esc" : part}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <button type="button" onClick={close}>
        Close
      </button>
    </dialog>
  );
}
