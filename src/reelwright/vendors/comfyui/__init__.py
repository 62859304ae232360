"""ComfyUI: pictures by a workflow of the user's, on a server of the user's."""
