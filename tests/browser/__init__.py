"""What our files look like to those who open them: Mermaid, bpmn-js and a browser."""
