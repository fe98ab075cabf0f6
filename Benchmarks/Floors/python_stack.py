"""The peer of a preview: what an operator would script with PyYAML (its C loader) and Jinja2. Prints every delivery."""
import json, sys
import jinja2, yaml

with open(sys.argv[1], encoding="utf-8") as file:
    timeline = yaml.load(file, Loader=yaml.CSafeLoader)
environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
for message in timeline["messages"]:
    template = environment.from_string(message["text"])
    for room in message["rooms"]:
        text = template.render(**timeline["vars"], room={"id": room})
        size = len(text.encode())
        if size > 1024:
            raise SystemExit("too long")
        print(json.dumps({"room": room, "due": message["at"], "bytes": size, "content": text}, ensure_ascii=False))
