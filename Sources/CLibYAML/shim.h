// The system's libyaml, and accessors for what Swift cannot read safely: unions arrive there as structs with every
// member side by side. Read a member only for the event type it belongs to.
#ifndef SHOWCALLER_CLIBYAML_SHIM_H
#define SHOWCALLER_CLIBYAML_SHIM_H

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

// The parser lives on the heap: libyaml keeps pointers into it, so its address must not change.
static inline yaml_parser_t *_Nullable showcaller_yaml_parser_create(const unsigned char *_Nullable input, size_t size) {
    yaml_parser_t *parser = (yaml_parser_t *)malloc(sizeof(yaml_parser_t));
    if (parser == NULL) return NULL;
    if (!yaml_parser_initialize(parser)) {
        free(parser);
        return NULL;
    }
    // Set, not guessed: a UTF-16 file must be an error, and offsets must be those of the bytes we hold.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, input, size);
    return parser;
}

static inline void showcaller_yaml_parser_destroy(yaml_parser_t *_Nonnull parser) {
    yaml_parser_delete(parser);
    free(parser);
}

static inline const unsigned char *_Nullable showcaller_yaml_scalar_value(const yaml_event_t *_Nonnull event) {
    return event->data.scalar.value;
}
static inline size_t showcaller_yaml_scalar_length(const yaml_event_t *_Nonnull event) {
    return event->data.scalar.length;
}
static inline int showcaller_yaml_scalar_style(const yaml_event_t *_Nonnull event) {
    return (int)event->data.scalar.style;
}

// The anchor that an event defines or, for an alias, names.
static inline const char *_Nullable showcaller_yaml_anchor(const yaml_event_t *_Nonnull event) {
    switch (event->type) {
        case YAML_ALIAS_EVENT: return (const char *)event->data.alias.anchor;
        case YAML_SCALAR_EVENT: return (const char *)event->data.scalar.anchor;
        case YAML_SEQUENCE_START_EVENT: return (const char *)event->data.sequence_start.anchor;
        case YAML_MAPPING_START_EVENT: return (const char *)event->data.mapping_start.anchor;
        default: return NULL;
    }
}

static inline const char *_Nullable showcaller_yaml_tag(const yaml_event_t *_Nonnull event) {
    switch (event->type) {
        case YAML_SCALAR_EVENT: return (const char *)event->data.scalar.tag;
        case YAML_SEQUENCE_START_EVENT: return (const char *)event->data.sequence_start.tag;
        case YAML_MAPPING_START_EVENT: return (const char *)event->data.mapping_start.tag;
        default: return NULL;
    }
}

#endif
