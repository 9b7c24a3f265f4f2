"""Room: organization life. So far one noun: activity. Meetings and duties come with their issue."""
