// A short word at the lower edge that goes away by itself.
export function toast(text) {
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = text;
  document.querySelector(".toasts").append(line);
  toast.fade(line);
}

toast.fade = (line) => {
  setTimeout(() => line.classList.add("gone"), 5000);
  setTimeout(() => line.remove(), 5500);
};
